"""The four styles of TinosVN, the serif face of every document, and the script that cut them."""
