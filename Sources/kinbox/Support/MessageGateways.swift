import Alerts
import Casework
import Gateways

/// The gateways that a site's settings name.
enum MessageGateways {
    /// Nothing while messages are paused.
    static func of(_ settings: MessageSettings) -> [MessageWay: any MessageGateway] {
        var gateways: [MessageWay: any MessageGateway] = [:]
        for way in settings.ways {
            switch way {
            case .mail: gateways[way] = settings.mail.map { server($0) }
            case .sms: gateways[way] = settings.smsFolder.map { ShortMessageFolder($0) }
            }
        }
        return gateways
    }

    private static func server(_ mail: MessageSettings.Mail) -> MailServer {
        let security: MailServer.Security = switch mail.security {
        case .tls: .tls
        case .startTLS: .startTLS
        case .none: .none
        }
        return MailServer(host: mail.host, port: mail.port, security: security, from: mail.from, user: mail.user, password: mail.password, authority: mail.authority)
    }
}
