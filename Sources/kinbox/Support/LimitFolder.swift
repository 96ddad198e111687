import Casework
import Foundation
import Foundations
import TimeLimits
import Web

/// A country's time limits on the disk, or one of those in this binary.
enum LimitFolder {
    /// Names of the countries and standards in this binary.
    static var standard: [String] { StandardLimits.names }

    /// A folder, or the name of a standard. Files that are not there are missed by the check.
    static func read(_ path: String) throws -> LimitContents {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
            var files: [String: [UInt8]] = [:]
            for name in LimitBookReader.files where FileManager.default.fileExists(atPath: path + "/" + name) {
                files[name] = try DiskFiles().readAll(path + "/" + name, limit: 1_000_001)
            }
            return LimitContents(country: (path as NSString).lastPathComponent, files: files)
        }
        guard let contents = StandardLimits.contents(path) else {
            throw InputFault(code: "no-folder", what: "There is no folder at this place.",
                             todo: "Check the path, or name one of \(standard.joined(separator: ", ")).")
        }
        return contents
    }
}
