public import Workbook

/// An uploaded form: read once, judged, and ready to be turned into what the engine reads.
public struct XLSForm {
    public let report: XLSFormReport
    let checker: FormChecker

    /// Reads and judges a workbook; never fails: what is wrong stands in the report.
    public init(_ book: Workbook, options: XLSFormOptions = XLSFormOptions()) {
        checker = FormChecker(book, options)
        report = checker.check()
    }
}
