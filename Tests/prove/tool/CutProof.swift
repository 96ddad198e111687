import Foundation
import Foundations
import PowerCut

/// Records the workload once, then rebuilds and questions the disk at every cut point.
struct CutProof {
    let folder: String
    let cuts: Int
    let seed: UInt64
    let lyingDisk: Bool
    /// Only this cut, to look into a failure.
    let only: Int?

    struct Result: Codable {
        var operations = 0
        var promises = 0
        var cuts = 0
        var failed = 0
        var opened = 0
        var keptPromisesChecked = 0
        var inFlightFoundWhole = 0
        var byWeather: [String: Int] = [:]
        var firstFaults: [String] = []
    }

    func run() async throws -> Result {
        let recorder = DiskRecorder()
        let ledger = Ledger(recorder: recorder)
        let original = folder + "/original"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let workload = Workload(folder: original, ledger: ledger, files: ObservedFiles(observer: recorder), seed: seed)
        try await workload.run()
        let log = recorder.operations
        Progress.say("recorded \(log.count) operations and \(ledger.count) promises")
        try FileManager.default.removeItem(atPath: original)

        var dice = Dice(seed: seed &+ 1)
        var points = CutPlan.make(count: cuts, log: log.count, promises: ledger.positions, dice: &dice)
        if let only { points = points.filter { $0.number == only } }
        var disk = Disk(root: folder, obeysSyncs: !lyingDisk)
        var applied = 0
        var result = Result(operations: log.count, promises: ledger.count)
        for point in points {
            while applied < point.position {
                try disk.apply(log[applied])
                applied += 1
            }
            // Each cut has dice of its own, so that it can be thrown again alone.
            var throwing = Dice(seed: seed &* 1_000_003 &+ UInt64(point.number))
            if only != nil { show(log[max(0, point.position - 60)..<point.position]) }
            let wreck = disk.cut(point.weather, sector: point.sector, dice: &throwing)
            try rebuild(wreck)
            var inspection = Inspection()
            inspection.run(folder: original, recovery: workload.recovery, promises: ledger.standing(after: point.position))
            result.cuts += 1
            result.keptPromisesChecked += inspection.kept
            result.inFlightFoundWhole += inspection.inFlight
            result.byWeather[point.weather.rawValue, default: 0] += 1
            if inspection.kept > 0 { result.opened += 1 }
            if let fault = inspection.faults.first {
                result.failed += 1
                let text = "cut \(point.number) after operation \(point.position) of \(log.count), \(point.weather.rawValue), sector \(point.sector): \(fault)"
                if result.firstFaults.count < 20 { result.firstFaults.append(text) }
                if !lyingDisk { Progress.say(text) }
            }
            if result.cuts % 100 == 0 { Progress.say("\(result.cuts) of \(points.count) cuts, \(result.failed) failed") }
        }
        return result
    }

    /// What the disk was given before the cut, for whoever looks into a failure.
    private func show(_ operations: ArraySlice<DiskOperation>) {
        for (index, operation) in zip(operations.indices, operations) {
            switch operation {
            case .write(let path, let offset, let bytes): Progress.say("\(index) write \(path) at \(offset), \(bytes.count) bytes")
            default: Progress.say("\(index) \(operation)")
            }
        }
    }

    /// Puts the files of a wreck where the store was.
    private func rebuild(_ wreck: Wreck) throws {
        let manager = FileManager.default
        let original = folder + "/original"
        if manager.fileExists(atPath: original) { try manager.removeItem(atPath: original) }
        for directory in wreck.directories where directory != folder {
            try manager.createDirectory(atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        }
        for (path, bytes) in wreck.files {
            guard manager.createFile(atPath: path, contents: Data(bytes), attributes: [.posixPermissions: 0o600]) else {
                throw WorkloadFault("\(path) could not be put back")
            }
        }
    }
}

enum Progress {
    static func say(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
}
