public import Foundations

/// Why a server could not start.
public enum ServerFault: KinboxFault, Equatable {
    /// The address is not a numeric IPv4 or IPv6 address.
    case badAddress(String)
    /// Another program listens there.
    case portTaken(UInt16)
    /// The system refused the socket: the call and its errno.
    case socket(call: String, errno: Int32)
    /// The certificate or its key was refused by the TLS library; its words.
    case tls(String)
    /// The library would not start; its words.
    case library(String)
    case noThread

    public var code: String {
        switch self {
        case .badAddress: "bad-listen-address"
        case .portTaken: "port-taken"
        case .socket: "socket-failed"
        case .tls: "certificate-refused"
        case .library: "server-not-started"
        case .noThread: "no-thread"
        }
    }

    public var whatHappened: String {
        switch self {
        case .badAddress(let address): "“\(address)” is not a numeric IPv4 or IPv6 address to listen on."
        case .portTaken(let port): "Another program already listens on port \(port)."
        case .socket(let call, let errno): "The system refused to listen (\(call), error \(errno))."
        case .tls(let words): "The certificate or its key was refused: \(words)"
        case .library(let words): "The web server did not start: \(words)"
        case .noThread: "The system has no thread to give: memory or the limit on processes is used up."
        }
    }

    public var whatIsSafe: String { "Nothing was changed; all data is as it was." }

    public var whatToDo: String {
        switch self {
        case .badAddress: "Give an address such as 0.0.0.0, 127.0.0.1 or ::."
        case .portTaken: "Stop the other program, or choose another port with --port."
        case .socket: "Ports below 1024 need the service's own start; otherwise check address and port."
        case .tls: "Check that certificate chain and key are PEM and belong together."
        case .library, .noThread: "Free memory or restart the box, then try again."
        }
    }

    public var exitCode: Int32 {
        switch self {
        case .badAddress: 2
        case .portTaken: 4
        default: 1
        }
    }
}
