//! The page on writing rules is followed to the letter, in an empty folder.

use super::run::{cli_in, folder};

const PAGE: &str = include_str!("../../../docs/writing-rules.md");

/// A box of the page.
#[derive(Debug)]
enum Step {
    /// A file to save.
    Save(String, String),
    /// Something to type, and what is printed.
    Type(String, String),
}

/// The boxes that are followed: files are announced by a line that ends in
/// "`path`:", commands stand behind `$`.
fn steps() -> Vec<Step> {
    let mut steps = Vec::new();
    let mut before = "";
    let mut lines = PAGE.lines();
    while let Some(line) = lines.next() {
        let Some(language) = line.strip_prefix("```").filter(|language| !language.is_empty())
        else {
            before = if line.is_empty() { before } else { line };
            continue;
        };
        let text: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        match language {
            "yaml" => {
                let path = before.strip_suffix("`:").and_then(|line| line.rsplit_once('`'));
                if let Some((_, path)) = path {
                    steps.push(Step::Save(path.to_owned(), text.join("\n") + "\n"));
                }
            }
            "console" => {
                for line in text {
                    match (line.strip_prefix("$ "), steps.last_mut()) {
                        (Some(command), _) => {
                            steps.push(Step::Type(command.to_owned(), String::new()));
                        }
                        (None, Some(Step::Type(_, output))) => {
                            output.push_str(line);
                            output.push('\n');
                        }
                        _ => panic!("output without a command: {line}"),
                    }
                }
            }
            _ => {}
        }
    }
    steps
}

#[test]
fn what_the_page_types_prints_what_the_page_shows() {
    let empty = folder(&[]);
    let mut last = 0;
    let mut commands = 0;
    for step in steps() {
        match step {
            Step::Save(path, text) => {
                let path = empty.path().join(path);
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(path, text).unwrap();
            }
            Step::Type(command, expected) if command == "echo $?" => {
                assert_eq!(expected.trim(), last.to_string(), "{command}");
            }
            Step::Type(command, expected) => {
                let args: Vec<&str> = command.split_whitespace().collect();
                assert_eq!(args[0], "subprocessor-lint", "{command}");
                let (status, out, err) = cli_in(empty.path(), &args[1..]);
                last = status;
                commands += 1;
                assert_eq!(format!("{out}{err}").trim_end(), expected.trim_end(), "$ {command}");
            }
        }
    }
    assert!(commands >= 3, "{commands}");
}
