"""What an assistant may ask of hv: thirteen tools, arguments in, one document out."""
