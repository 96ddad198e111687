public import Foundations

/// Why a gateway did not take a message. Never says to whom it was or what the other end answered in words: this stands in logs.
public struct GatewayFault: KinboxFault, Hashable {
    public enum Cause: String, Sendable {
        /// No address for the name.
        case unknownHost = "mail-host-unknown"
        case unreachable = "mail-unreachable"
        case timedOut = "mail-timed-out"
        /// The certificate could not be proven, or TLS was not to be had.
        case notSecure = "mail-not-secure"
        case signIn = "mail-sign-in"
        case refused = "mail-refused"
        /// What the other end says is no SMTP.
        case notUnderstood = "mail-not-understood"
        case folder = "sms-folder"
        case badAddress = "message-address"
    }

    public let cause: Cause
    /// The reply code, or the system's reason.
    public let detail: String

    init(_ cause: Cause, _ detail: String = "") {
        self.cause = cause
        self.detail = detail
    }

    public var code: String { cause.rawValue }
    public var whatHappened: String {
        let what = switch cause {
        case .unknownHost: "The mail server's name could not be found."
        case .unreachable: "The mail server could not be reached."
        case .timedOut: "The mail server did not answer in time."
        case .notSecure: "No secure connection to the mail server could be made."
        case .signIn: "The mail server refused the sign-in."
        case .refused: "The mail server refused the message."
        case .notUnderstood: "What answers there is no mail server."
        case .folder: "The short message could not be put into the folder of gammu-smsd."
        case .badAddress: "The address can't be written to."
        }
        return detail.isEmpty ? what : what + " (\(detail))"
    }
    public var whatIsSafe: String { "The alerts stand in Kinbox as ever; the message is tried again by itself." }
    public var whatToDo: String {
        switch cause {
        case .folder: "Check with kinbox messages show that the folder is there and that Kinbox may write to it."
        case .notSecure: "Check the server's name, and give its authority's certificate with --authority where it has one of its own."
        case .signIn: "Check the user name and the password."
        case .badAddress: "Correct it on the account page."
        default: "Check the network and the settings with kinbox messages test."
        }
    }
    public var exitCode: Int32 { 1 }
}
