"""Card pages -> the files that print shops and virtual tables take, looked at before they are handed out."""
