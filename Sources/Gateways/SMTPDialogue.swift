import Alerts

/// What a client says to a mail server to hand over one message (RFC 5321, 3207, 4954): a pure state machine that is fed replies.
///
/// The password is never said without TLS, and nothing is said without it where TLS is asked for.
struct SMTPDialogue {
    enum Security: Sendable, Equatable { case tls, startTLS, none }

    struct Letter {
        var from: String
        var to: String
        /// CRLF lines, ASCII.
        var text: String
    }

    enum Step: Equatable {
        case say(String)
        /// Begin TLS now, then go on with `secured`.
        case secure
        /// The server has taken the message.
        case done
    }

    private enum State { case greeting, hello, startTLS, user, password, plain, sender, recipient, data, text, ended }

    private let security: Security
    private let name: String
    private let user: String?
    private let password: String?
    private let letter: Letter
    private var state = State.greeting
    private var isSecure: Bool

    init(security: Security, name: String, user: String?, password: String?, letter: Letter) {
        self.security = security
        self.name = name
        self.user = user
        self.password = password
        self.letter = letter
        isSecure = security == .tls
    }

    /// TLS has begun after `secure`.
    mutating func secured() -> Step {
        isSecure = true
        return hello()
    }

    mutating func heard(_ reply: SMTPReply) throws(GatewayFault) -> Step {
        switch state {
        case .greeting:
            try expect(reply.code == 220, .refused, reply)
            return hello()
        case .hello:
            try expect(reply.isPositive, .refused, reply)
            if security == .startTLS, !isSecure {
                guard reply.capability("STARTTLS") != nil else { throw GatewayFault(.notSecure, "no STARTTLS") }
                return say(.startTLS, "STARTTLS")
            }
            return try signIn(reply)
        case .startTLS:
            try expect(reply.code == 220, .notSecure, reply)
            return .secure
        case .user:
            try expect(reply.code == 334, .signIn, reply)
            return say(.password, MailText.base64(Array((user ?? "").utf8)))
        case .password:
            try expect(reply.code == 334, .signIn, reply)
            return say(.plain, MailText.base64(Array((password ?? "").utf8)))
        case .plain:
            try expect(reply.code == 235, .signIn, reply)
            return begin()
        case .sender:
            try expect(reply.isPositive, .refused, reply)
            return say(.recipient, "RCPT TO:<\(letter.to)>")
        case .recipient:
            try expect(reply.isPositive, .refused, reply)
            return say(.data, "DATA")
        case .data:
            try expect(reply.code == 354, .refused, reply)
            state = .text
            return .say(Self.stuffed(letter.text) + "\r\n.\r\n")
        case .text:
            try expect(reply.isPositive, .refused, reply)
            state = .ended
            return .done
        case .ended: throw GatewayFault(.notUnderstood)
        }
    }

    private mutating func hello() -> Step { say(.hello, "EHLO \(name)") }

    private mutating func signIn(_ reply: SMTPReply) throws(GatewayFault) -> Step {
        guard let user, let password else { return begin() }
        guard isSecure else { throw GatewayFault(.notSecure, "a password is never sent without TLS") }
        let ways = reply.capability("AUTH") ?? []
        if ways.contains("PLAIN") { return say(.plain, "AUTH PLAIN " + MailText.base64([0] + Array(user.utf8) + [0] + Array(password.utf8))) }
        guard ways.contains("LOGIN") else { throw GatewayFault(.signIn, "neither PLAIN nor LOGIN is offered") }
        return say(.user, "AUTH LOGIN")
    }

    private mutating func begin() -> Step { say(.sender, "MAIL FROM:<\(letter.from)>") }

    private mutating func say(_ next: State, _ line: String) -> Step {
        state = next
        return .say(line + "\r\n")
    }

    private func expect(_ holds: Bool, _ cause: GatewayFault.Cause, _ reply: SMTPReply) throws(GatewayFault) {
        if !holds { throw GatewayFault(cause, "\(reply.code)") }
    }

    /// A line that begins with a dot gets a second one; the end of the last line is the caller's.
    static func stuffed(_ text: String) -> String {
        var lines = text.split(separator: "\r\n", omittingEmptySubsequences: false).map { $0.hasPrefix(".") ? "." + $0 : String($0) }
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines.joined(separator: "\r\n")
    }
}
