"""The pages: what a browser sees and sends."""
