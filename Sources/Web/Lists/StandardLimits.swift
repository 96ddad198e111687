import Assets
public import Casework
import TimeLimits

/// Time limits of countries and standards that come with this binary. None is in use until a site puts it into use.
public enum StandardLimits {
    private static let root = "standard/limits/"

    /// What they are called, sorted.
    public static var names: [String] {
        Set(EmbeddedFiles.files(under: root).compactMap { $0.path.dropFirst(root.count).split(separator: "/").first.map(String.init) }).sorted()
    }

    /// Nil where there is none of this name.
    public static func contents(_ name: String) -> LimitContents? {
        guard names.contains(name) else { return nil }
        var files: [String: [UInt8]] = [:]
        for file in LimitBookReader.files { files[file] = EmbeddedFiles.file(root + name + "/" + file).map { Array($0.text.utf8) } }
        return LimitContents(country: name, files: files)
    }
}
