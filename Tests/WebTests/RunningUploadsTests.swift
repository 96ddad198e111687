import Foundations
import Testing
@testable import Web

@Suite struct RunningUploadsTests {
    @Test func onePersonsUploadsAreBoundedAndNobodyElses() {
        let uploads = RunningUploads()
        let (one, other) = (UUIDv7.make(at: 1), UUIDv7.make(at: 2))
        for _ in 0..<RunningUploads.most { #expect(uploads.begin(one)) }
        #expect(!uploads.begin(one) && uploads.begin(other))
        uploads.end(one)
        #expect(uploads.begin(one) && !uploads.begin(one))
    }
}
