public import Alerts
import Foundation
import Foundations

/// Hands short messages to gammu-smsd by its outbox folder. The folder is plain text on the disk: `MessageWords` say so little for that.
public struct ShortMessageFolder: MessageGateway {
    private let folder: String
    static let mostFiles = 10_000

    public init(_ folder: String) { self.folder = folder }

    /// A file appears whole or not at all, and never in the place of another. A message whose file still waits there is not put there again.
    public func send(_ message: OutgoingMessage) throws(GatewayFault) {
        guard message.way == .sms, Contact.phone(message.address) == message.address else { throw GatewayFault(.badAddress) }
        let file = ShortMessageFile(message.words.short, to: message.address, isUrgent: message.isUrgent, at: message.at, mark: message.mark)
        let files = DiskFiles()
        do {
            let waiting = try files.list(folder)
            guard waiting.count < Self.mostFiles else { throw GatewayFault(.folder, "\(waiting.count) files wait there") }
            if waiting.contains(where: { $0.hasPrefix("OUT") && $0.hasSuffix("_\(message.mark).txt") }) { return }
            // A name that gammu-smsd does not look at.
            let draft = folder + "/.kinbox-\(message.mark)"
            if files.exists(draft) { try files.remove(draft) }
            let open = try files.open(draft, .createNew(mode: 0o660))
            try open.write(file.bytes, at: 0)
            try open.sync()
            // A link never replaces what is there, as renaming would.
            let linked = link(draft, folder + "/" + file.name) == 0 ? 0 : errno
            try files.remove(draft)
            guard linked == 0 else { throw GatewayFault(.folder, String(cString: strerror(linked))) }
            try files.syncDirectory(folder)
        } catch let fault as GatewayFault {
            throw fault
        } catch {
            throw GatewayFault(.folder, (error as? FileFault).map { String(cString: strerror($0.errno)) } ?? "")
        }
    }
}
