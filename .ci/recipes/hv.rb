class Hv < Formula
  desc "Track time in Harvest from a terminal"
  homepage "@@home@@"
  url "@@releases@@/v@@version@@/hv.pyz"
  version "@@version@@"
  sha256 "@@pyz_sha256@@"
  license "MIT"

  depends_on "python@3.13"

  def install
    libexec.install "hv.pyz"
    (bin/"hv").write <<~SH
      #!/bin/sh
      exec "#{Formula["python@3.13"].opt_bin}/python3.13" "#{libexec}/hv.pyz" "$@"
    SH
    generate_completions_from_executable(bin/"hv", "completion", shells: [:bash, :zsh, :fish])
    (man1/"hv.1").write Utils.safe_popen_read(bin/"hv", "help", "--man")
  end

  test do
    assert_match "Logged 2:00", shell_output("#{bin}/hv --sandbox log 2h Marketing Website: mockups")
  end
end
