/// An error that a person will read: what happened, what is safe, what to do.
public protocol KinboxFault: Error, Sendable {
    /// Stable kebab-case name; scripts and the app rely on it.
    var code: String { get }
    var whatHappened: String { get }
    var whatIsSafe: String { get }
    var whatToDo: String { get }
    /// 0 ok, 1 failed, 2 usage, 3 locked, 4 in use by another process, 5 damaged data, 6 refused by policy, 7 no space.
    var exitCode: Int32 { get }
}
