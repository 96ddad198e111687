import Access
import Casework
import Foundation
import Foundations
import Journal
import Logging
import Synchronization
import Vault
import Web

/// Holds a site's vault for the life of the process: locked at first, open after a secret was right.
final class SiteHost: SiteOpener {
    /// What has to be closed at the end, in this order.
    struct Opened: Sendable {
        var vault: VaultStore
        var journal: JournalStore
        var secrets: SiteSecrets
        var site: OpenSite
        var alerts: AlertClock
        var sweep: SweepClock
    }

    let directory: String
    private let locked: LockedVault
    private let assembly: SiteAssembly
    private let options: VaultOptions
    private let log: Logger
    private let opened = Mutex<Opened?>(nil)
    /// Certificates made while serving, for whoever serves.
    let renewals: AsyncStream<Doorway>
    private let renewal: AsyncStream<Doorway>.Continuation

    init(_ locked: LockedVault, assembly: SiteAssembly, options: VaultOptions, log: Logger) {
        self.locked = locked
        directory = locked.directory
        self.assembly = assembly
        self.options = options
        self.log = log
        (renewals, renewal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func open(passphrase: String?, recovery: String?) async throws -> OpenSite {
        if let recovery, !recovery.isEmpty { return try await open(with: .recovery(try RecoveryKey(words: recovery))) }
        return try await open(with: .passphrase(SecretBytes(text: passphrase ?? "")))
    }

    /// Opens the store and applies what came in while it was locked.
    func open(with secret: consuming UnlockSecret) async throws -> OpenSite {
        let vault = try locked.unlock(with: secret, options: options)
        let journal = try JournalStore(vault: vault, time: assembly.time, rebuilding: Self.tellRebuild())
        guard let secrets = try SiteSecrets.read(journal) else {
            throw InputFault.unfinishedSite
        }
        do {
            try journal.sweepAttachments()
        } catch {
            log.warning("what is left of cut-off uploads could not be cleared away", metadata: ["code": "\(error.code)"])
        }
        let site = try assembly.open(journal, vault: vault, secrets: secrets)
        try opened.withLock { opened in
            try apply(vault, to: site)
            let alerts = AlertClock(site.alerts, gateways: MessageGateways.of(try site.desk.messageSettings()), log: log)
            let sweep = SweepClock(site.desk, log: log)
            opened = Opened(vault: vault, journal: journal, secrets: secrets, site: site, alerts: alerts, sweep: sweep)
            alerts.start()
            sweep.start()
        }
        journal.trail.note(TrailEvent(.unlock))
        renewCertificate()
        return site
    }

    /// Renews the certificate where it is time; nothing while locked, for the authority's key is in the vault. Blocks.
    func renewCertificate() {
        guard let secrets = opened.withLock({ $0?.secrets }) else { return }
        do {
            guard let next = try Doorway.renewed(directory, secrets, time: assembly.time) else { return }
            log.notice("the certificate was renewed")
            renewal.yield(next)
        } catch {
            log.warning("the certificate could not be renewed", metadata: ["error": "\(type(of: error))"])
        }
    }

    /// A line on standard error every two seconds while another version's index is made anew.
    static func tellRebuild() -> (Int) -> Void {
        let meter = ProgressMeter(total: 0, what: "records indexed anew")
        return { meter.show($0) }
    }

    func queue(_ concern: Concern) throws -> String {
        let number = Desk.acknowledgement(of: concern.save, digest: Sealing.blake2b256)
        let bytes = Array(try JSONEncoder().encode(concern))
        try opened.withLock { opened in
            // Opened since the caller looked: the queue is drained already, so the report goes where it would have gone.
            if let opened {
                _ = try opened.site.desk.notifyPubliclyAndWait(concern, device: opened.site.publicDevice)
            } else {
                try locked.queue.append(bytes)
            }
        }
        return number
    }

    /// Reports that were queued while the store was locked become notifications. Each carries its own id, so that a second
    /// run after a power cut changes nothing. No form refuses one (`PublicReport`). One that cannot be read or kept is told in
    /// the log and stays in the queue for the next time; it must not keep the others waiting.
    private func apply(_ vault: VaultStore, to site: OpenSite) throws {
        var count = 0
        try vault.drainLockedQueue { notice in
            guard let notice else {
                log.error("a part of the queued reports could not be read; it is kept beside the queue")
                return false
            }
            guard let concern = try? JSONDecoder().decode(Concern.self, from: Data(notice)) else {
                log.error("a queued report could not be read; it stays in the queue")
                return false
            }
            do {
                _ = try site.desk.notifyPubliclyAndWait(concern, device: site.publicDevice)
                count += 1
                return true
            } catch {
                // Nothing that somebody without an account wrote, and no full disk, may keep the office from its files.
                let code = (error as? CaseworkError)?.code ?? (error as? JournalError)?.code ?? "failed"
                log.error("a queued report was not taken; it stays in the queue", metadata: ["code": "\(code)"])
                return false
            }
        }
        if count > 0 { log.notice("applied reports that came in while locked", metadata: ["count": "\(count)"]) }
    }

    /// Ends everything in order; what was acknowledged is on disk already.
    func close() {
        guard let opened = opened.withLock({ opened in
            defer { opened = nil }
            return opened
        }) else { return }
        opened.alerts.stop()
        opened.sweep.stop()
        opened.journal.close()
        do {
            try opened.vault.close()
        } catch {
            log.error("the store was not closed cleanly; nothing acknowledged is lost", metadata: ["error": "\(error)"])
        }
    }
}
