import ArgumentParser
import Foundation

/// Proofs that need hands on the disk below the store. Built beside the product, never shipped.
@main
struct Command: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kinbox-prove", abstract: "Proofs that need hands on the disk below the store.",
        subcommands: [PowerCuts.self, DiskFull.self])
}

struct PowerCuts: AsyncParsableCommand {
    @Option(help: "An empty folder to work in; memory-backed is fastest.") var folder: String
    @Option(help: "At how many points the power goes.") var cuts = 1_200
    @Option(help: "What the dice begin with; the same seed makes the same workload sizes and cuts.") var seed: UInt64 = 1
    @Flag(help: "The disk ignores every sync: the proof must fail, or it proves nothing.") var lyingDisk = false
    @Option(help: "Only this cut, to look into a failure; the wreck stays in the folder.") var only: Int?

    func run() async throws {
        let result = try await CutProof(folder: folder, cuts: cuts, seed: seed, lyingDisk: lyingDisk, only: only).run()
        try answer(result)
        if result.failed > 0 && !lyingDisk { throw ExitCode(1) }
    }
}

struct DiskFull: AsyncParsableCommand {
    @Option(help: "An empty folder to work in.") var folder: String
    @Option(help: "What the dice begin with.") var seed: UInt64 = 1
    @Flag(help: "Fewer kinds of save.") var short = false

    func run() async throws {
        let result = try DiskFullProof(folder: folder, seed: seed, short: short).run()
        try answer(result)
        if result.failed > 0 { throw ExitCode(1) }
    }
}

/// One line of JSON, the last of the output.
private func answer(_ result: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    print(String(decoding: try encoder.encode(result), as: UTF8.self))
}
