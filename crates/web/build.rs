//! Packs the static files into the binary.

fn main() {
    memory_serve::load_directory("./static");
}
