import Logging

/// Lines on standard error, for systemd's journal. No line carries personal data.
enum Logs {
    static func start() -> Logger {
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = .notice
            return handler
        }
        return Logger(label: "kinbox")
    }
}
