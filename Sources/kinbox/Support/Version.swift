/// The program's own version; store, entry, device protocol and API carry numbers of their own.
enum Version {
    static let text = "0.1.0"
}
