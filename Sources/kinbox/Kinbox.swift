import ArgumentParser

@main
struct Kinbox: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kinbox", abstract: "Child-protection case management on one small box.")
}
