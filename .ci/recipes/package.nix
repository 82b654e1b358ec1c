{ lib, python3Packages, fetchurl }:

python3Packages.buildPythonApplication rec {
  pname = "harvest-cli";
  version = "@@version@@";
  pyproject = true;

  src = fetchurl {
    url = "@@releases@@/v${version}/@@sdist@@";
    sha256 = "@@sdist_sha256@@";
  };

  build-system = [ python3Packages.hatchling ];

  dependencies = with python3Packages; [
    certifi
    jinja2
    msgspec
    parsedatetime
    platformdirs
    requests
    rich
    tomlkit
    typer
    tzdata
    urllib3
  ];

  # Bounds are those that were tried; nixpkgs has one version of each.
  pythonRelaxDeps = true;

  meta = {
    description = "Track time in Harvest from a terminal";
    homepage = "@@home@@";
    license = lib.licenses.mit;
    mainProgram = "hv";
  };
}
