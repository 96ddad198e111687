import Foundations
import PowerCut
import Testing

/// The simulated disk itself: a proof on a disk that forgets nothing would prove nothing.
struct DiskTests {
    private func disk(_ operations: [DiskOperation]) throws -> Disk {
        var disk = Disk(root: "/d")
        for operation in operations { try disk.apply(operation) }
        return disk
    }

    private func outcomes(_ operations: [DiskOperation], _ weather: Weather, sector: Int = 512) throws -> Set<[UInt8]?> {
        let disk = try disk(operations)
        var dice = Dice(seed: 7)
        return Set((0..<200).map { _ in disk.cut(weather, sector: sector, dice: &dice).files["/d/a"] })
    }

    @Test func aSyncedFileInASyncedFolderSurvivesEverything() throws {
        let operations: [DiskOperation] = [
            .create(path: "/d/a"), .write(path: "/d/a", offset: 0, bytes: [1, 2, 3]), .sync(path: "/d/a"), .syncDirectory(path: "/d"),
        ]
        for weather in Weather.allCases { #expect(try outcomes(operations, weather) == [[1, 2, 3]]) }
    }

    @Test func aNameWithoutASyncOfItsFolderMayBeLost() throws {
        let operations: [DiskOperation] = [
            .create(path: "/d/a"), .write(path: "/d/a", offset: 0, bytes: [1]), .sync(path: "/d/a"),
        ]
        #expect(try outcomes(operations, .lost) == [nil])
        #expect(try outcomes(operations, .shuffled) == [nil, [1]])
        #expect(try outcomes(operations, .clear) == [[1]])
    }

    @Test func unsyncedWritesAreLostReorderedAndTorn() throws {
        let old = [UInt8](repeating: 1, count: 1024), new = [UInt8](repeating: 2, count: 1024)
        let operations: [DiskOperation] = [
            .create(path: "/d/a"), .write(path: "/d/a", offset: 0, bytes: old), .sync(path: "/d/a"), .syncDirectory(path: "/d"),
            .write(path: "/d/a", offset: 0, bytes: new), .write(path: "/d/a", offset: 1024, bytes: [3]),
        ]
        let firstHalf = Array(new[..<512] + old[512...])
        #expect(try outcomes(operations, .lost) == [old])
        #expect(try outcomes(operations, .torn) == [old, firstHalf, new, new + [3]])
        let scattered = try outcomes(operations, .scattered)
        #expect(scattered.contains(old + [3]), "the later write may be there without the earlier")
        #expect(scattered.contains(Array(old[..<512] + new[512...])), "the second sector without the first")
        #expect(try outcomes(operations, .noisy).contains { $0.map { bytes in bytes.contains { ![1, 2, 3].contains($0) } } ?? false })
    }

    @Test func aRenameIsAllOrNothing() throws {
        let before: [DiskOperation] = [
            .create(path: "/d/a"), .write(path: "/d/a", offset: 0, bytes: [1]), .sync(path: "/d/a"), .syncDirectory(path: "/d"),
            .create(path: "/d/a.new"), .write(path: "/d/a.new", offset: 0, bytes: [2]), .sync(path: "/d/a.new"),
            .rename(from: "/d/a.new", to: "/d/a"),
        ]
        for weather in Weather.allCases { #expect(try outcomes(before, weather).isSubset(of: [[1], [2]])) }
        #expect(try outcomes(before, .shuffled) == [[1], [2]])
        #expect(try outcomes(before + [.syncDirectory(path: "/d")], .shuffled) == [[2]])
    }

    /// A name that was never synced where the file was made; the folder it came to was synced after the rename.
    @Test func aRenameIntoASyncedFolderSurvives() throws {
        let moved: [DiskOperation] = [
            .makeDirectory(path: "/d/ab"), .syncDirectory(path: "/d"),
            .create(path: "/d/new"), .write(path: "/d/new", offset: 0, bytes: [1]), .sync(path: "/d/new"),
            .rename(from: "/d/new", to: "/d/ab/c"),
        ]
        func found(_ operations: [DiskOperation], _ weather: Weather) throws -> Set<[UInt8]?> {
            let disk = try disk(operations)
            var dice = Dice(seed: 7)
            return Set((0..<200).map { _ in disk.cut(weather, sector: 512, dice: &dice).files["/d/ab/c"] })
        }
        #expect(try found(moved, .shuffled) == [nil, [1]])
        #expect(try found(moved, .lost) == [nil])
        for weather in Weather.allCases {
            #expect(try found(moved + [.syncDirectory(path: "/d/ab")], weather) == [[1]])
            #expect(try found(moved + [.syncDirectory(path: "/d/ab"), .syncDirectory(path: "/d")], weather) == [[1]])
        }
    }

    /// Each folder's sync settles its own side: the old name goes with the one, the new name comes with the other.
    @Test func aRenameBetweenFoldersNeedsBothSyncs() throws {
        let moved: [DiskOperation] = [
            .makeDirectory(path: "/d/ab"), .create(path: "/d/new"), .sync(path: "/d/new"), .syncDirectory(path: "/d"), .rename(from: "/d/new", to: "/d/ab/c"),
        ]
        func names(_ operations: [DiskOperation], _ weather: Weather) throws -> Set<[String]> {
            let disk = try disk(operations)
            var dice = Dice(seed: 7)
            return Set((0..<200).map { _ in disk.cut(weather, sector: 512, dice: &dice).files.keys.sorted() })
        }
        #expect(try names(moved + [.syncDirectory(path: "/d")], .lost) == [[]])
        #expect(try names(moved + [.syncDirectory(path: "/d/ab")], .lost) == [["/d/ab/c", "/d/new"]])
        for order in [["/d", "/d/ab"], ["/d/ab", "/d"]] {
            for weather in Weather.allCases {
                #expect(try names(moved + order.map { .syncDirectory(path: $0) }, weather) == [["/d/ab/c"]])
            }
        }
    }

    @Test func aRenameWithoutASyncOfTheFileMayShowAnEmptyFile() throws {
        let operations: [DiskOperation] = [
            .create(path: "/d/a.new"), .write(path: "/d/a.new", offset: 0, bytes: [2]), .rename(from: "/d/a.new", to: "/d/a"),
            .syncDirectory(path: "/d"),
        ]
        #expect(try outcomes(operations, .scattered).contains([]))
    }

    @Test func aDiskThatIgnoresSyncsLosesWhatWasSynced() throws {
        var disk = Disk(root: "/d", obeysSyncs: false)
        for operation: DiskOperation in [.create(path: "/d/a"), .sync(path: "/d/a"), .syncDirectory(path: "/d")] { try disk.apply(operation) }
        var dice = Dice(seed: 1)
        #expect(disk.cut(.lost, sector: 512, dice: &dice).files.isEmpty)
    }

    @Test func aLogThatMissedSomethingIsRefused() {
        #expect(throws: IncompleteLog.self) { try disk([.write(path: "/d/a", offset: 0, bytes: [1])]) }
    }
}
