"""Six slides on a framework: what they say (`content`, `compose`), and the PowerPoint file (`pptx_writer`)."""
