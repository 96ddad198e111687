public import Alerts
import CGnuTLS
import Foundation
import Foundations

/// Hands mails to the site's own mail server by SMTP, one connection for each.
public struct MailServer: MessageGateway {
    public enum Security: Sendable { case tls, startTLS, none }

    private let host: String
    private let port: Int
    private let security: Security
    private let from: String
    private let user: String?
    private let password: String?
    private let authority: String?
    private let seconds: Int

    /// Certificates that Debian trusts.
    static let trusted = "/etc/ssl/certs/ca-certificates.crt"

    /// - Parameters:
    ///   - authority: PEM of the server's own authority; nil for those that the system trusts.
    ///   - seconds: how long each step may take.
    public init(host: String, port: Int, security: Security, from: String, user: String? = nil, password: String? = nil, authority: String? = nil, seconds: Int = 20) {
        self.host = host
        self.port = port
        self.security = security
        self.from = from
        self.user = user
        self.password = password
        self.authority = authority
        self.seconds = seconds
    }

    public func send(_ message: OutgoingMessage) throws(GatewayFault) {
        guard message.way == .mail, Contact.mail(message.address) == message.address, Contact.mail(from) == from else { throw GatewayFault(.badAddress) }
        let text = MailText.message(from: from, to: message.address, subject: message.words.subject, body: message.words.body, at: message.at, mark: message.mark)
        var dialogue = SMTPDialogue(security: security == .tls ? .tls : security == .startTLS ? .startTLS : .none, name: "kinbox.invalid", user: user, password: password,
                                    letter: SMTPDialogue.Letter(from: from, to: message.address, text: text))
        let wire = try Wire(connecting: HostLookup.addresses(of: host), port: port, seconds: seconds)
        if security == .tls { try wire.secure(host: host, authority: authority) }
        var reader = SMTPReplyReader()
        // Each turn is one reply; a dialogue has fewer than twenty.
        for _ in 0..<30 {
            var reply = try reader.next()
            while reply == nil {
                reader.take(try wire.receive())
                reply = try reader.next()
            }
            guard let reply else { continue }
            switch try dialogue.heard(reply) {
            case .say(let line): try wire.send(line)
            case .secure:
                // What came unasked before TLS may be anybody's.
                guard reader.isEmpty else { throw GatewayFault(.notSecure, "words before TLS") }
                try wire.secure(host: host, authority: authority)
                if case .say(let line) = dialogue.secured() { try wire.send(line) }
            case .done:
                try? wire.send("QUIT\r\n")
                return
            }
        }
        throw GatewayFault(.notUnderstood)
    }
}

/// A connected socket with time limits, with or without TLS. Closes when it goes.
private final class Wire {
    private let socket: Int32
    private var tls: OpaquePointer?
    private let seconds: Int

    init(connecting addresses: [HostLookup.Address], port: Int, seconds: Int) throws(GatewayFault) {
        self.seconds = seconds
        guard let port = UInt16(exactly: port) else { throw GatewayFault(.unreachable) }
        var found: Int32 = -1, reason: Int32 = ECONNREFUSED
        for address in addresses.prefix(4) where found < 0 {
            (found, reason) = Self.connected(address, port, seconds)
        }
        guard found >= 0 else { throw GatewayFault(reason == ETIMEDOUT || reason == EINPROGRESS ? .timedOut : .unreachable, String(cString: strerror(reason))) }
        socket = found
    }

    deinit {
        if let tls { kb_tls_close(tls) }
        close(socket)
    }

    private static func connected(_ address: HostLookup.Address, _ port: UInt16, _ seconds: Int) -> (socket: Int32, reason: Int32) {
        let made = Glibc.socket(address.isSix ? AF_INET6 : AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard made >= 0 else { return (-1, errno) }
        // The limit for sending is the one for connecting too.
        var limit = timeval(tv_sec: seconds, tv_usec: 0)
        setsockopt(made, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(made, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        let result = address.withSocketAddress(port: port) { Glibc.connect(made, $0, $1) }
        if result == 0 { return (made, 0) }
        let reason = errno
        close(made)
        return (-1, reason)
    }

    func secure(host: String, authority: String?) throws(GatewayFault) {
        var why = [CChar](repeating: 0, count: 200)
        let pem = authority.map { Array($0.utf8) } ?? []
        let opened = pem.withUnsafeBufferPointer { bytes in
            bytes.withMemoryRebound(to: CChar.self) { bytes in
                kb_tls_open(socket, host, authority == nil ? nil : bytes.baseAddress, bytes.count, MailServer.trusted, UInt32(seconds * 1000), &why, why.count)
            }
        }
        guard let opened else { throw GatewayFault(.notSecure, String(decoding: why.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)) }
        tls = opened
    }

    func send(_ text: String) throws(GatewayFault) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let sent = bytes.withUnsafeBytes { bytes in
                if let tls { return Int(kb_tls_send(tls, bytes.baseAddress, bytes.count)) }
                return Glibc.send(socket, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { throw GatewayFault(errno == EAGAIN ? .timedOut : .unreachable) }
            bytes = bytes.dropFirst(sent)
        }
    }

    /// At least one byte.
    func receive() throws(GatewayFault) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = bytes.withUnsafeMutableBytes { bytes in
            if let tls { return Int(kb_tls_receive(tls, bytes.baseAddress, bytes.count)) }
            return recv(socket, bytes.baseAddress, bytes.count, 0)
        }
        guard count > 0 else { throw GatewayFault(count < 0 && errno == EAGAIN ? .timedOut : .unreachable) }
        return Array(bytes.prefix(count))
    }
}
