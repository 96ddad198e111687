import Foundation
import Foundations
import Testing

@Suite struct FileSeamTests {
    private func folder() -> String {
        let path = FileManager.default.temporaryDirectory.appending(path: "seam-\(UUID().uuidString)").path
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    @Test func atomicWriteIsLoggedInTheOrderThatMakesItDurable() throws {
        let folder = folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let recorder = DiskRecorder()
        let files = ObservedFiles(observer: recorder)
        let path = folder + "/a"
        try writeAtomically([1, 2, 3], to: path, through: files)
        #expect(recorder.operations == [
            .create(path: path + ".new"), .write(path: path + ".new", offset: 0, bytes: [1, 2, 3]),
            .sync(path: path + ".new"), .rename(from: path + ".new", to: path), .syncDirectory(path: folder),
        ])
        #expect(try files.readAll(path, limit: 10) == [1, 2, 3])
    }

    @Test(arguments: 1...4) func aFailedStepLeavesTheOldFile(step: Int) throws {
        let folder = folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/a"
        try writeAtomically([1], to: path, through: DiskFiles())
        let plan = FaultPlan(failAt: step, errno: 28)
        let files = ObservedFiles(observer: plan)
        let fault = try #require(throws: FileFault.self) { try writeAtomically([2, 2], to: path, through: files) }
        #expect(fault.isNoSpace && fault.exitCode == 7 && fault.code == "no-space")
        #expect(try DiskFiles().readAll(path, limit: 10) == [1])
        #expect(try DiskFiles().list(folder) == ["a"])
    }

    @Test func missingAndOversizeFilesAreFaults() throws {
        let folder = folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let files = DiskFiles()
        #expect(throws: FileFault(.open, folder + "/none", errno: 2)) { try files.open(folder + "/none", .readOnly) }
        try writeAtomically([1, 2], to: folder + "/b", through: files)
        #expect(throws: FileFault.self) { try files.readAll(folder + "/b", limit: 1) }
        #expect(throws: FileFault.self) { try files.open(folder + "/b", .createNew(mode: 0o600)) }
        try files.makeDirectories(folder + "/x/y")
        #expect(files.exists(folder + "/x/y"))
        #expect(try files.freeBytes(at: folder) > 0)
    }
}
