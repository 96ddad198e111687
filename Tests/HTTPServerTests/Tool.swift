import Foundation

/// A directory that goes away with its owner.
final class Scratch: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "/kinbox-http-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ name: String, _ text: String) throws -> String {
        let file = path + "/" + name
        try text.write(toFile: file, atomically: false, encoding: .utf8)
        return file
    }

    func write(_ name: String, _ bytes: [UInt8]) throws -> String {
        let file = path + "/" + name
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        return file
    }
}

/// Runs a program of the system to its end. Answers its status and all it printed.
@discardableResult
func run(_ program: String, _ arguments: [String]) throws -> (status: Int32, output: String) {
    let (status, bytes) = try run(program, arguments, input: [], withErrors: true)
    return (status, String(decoding: bytes, as: UTF8.self))
}

func run(_ program: String, _ arguments: [String], input: [UInt8], withErrors: Bool) throws -> (status: Int32, output: [UInt8]) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    let (from, to) = (Pipe(), Pipe())
    process.standardOutput = from
    process.standardError = withErrors ? from : FileHandle.nullDevice
    process.standardInput = to
    try process.run()
    try? to.fileHandleForWriting.write(contentsOf: Data(input))
    try? to.fileHandleForWriting.close()
    let output = from.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, Array(output))
}
