//! Reads the events of a YAML file and does nothing with them, or writes a
//! manifest to read: the yardstick for counting instructions. See README.md.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a benchmark is a program of its own"
)]

mod support;

fn main() {
    // `cargo bench` passes `--bench` as the last argument.
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args[..] {
        ["generate", vendors] => {
            print!("{}", support::manifest(vendors.parse().expect("a number of vendors")));
        }
        [path] => {
            let text = std::fs::read_to_string(path).expect("a readable file");
            println!("{} events", support::raw_events(&text));
        }
        _ => println!("raw_events generate VENDORS > FILE, or raw_events FILE; see README.md"),
    }
}
