import Testing
import Transports

@Suite("The limits of a line")
struct LineLimitsTests {
    @Test("leave descriptors for the rest of the program where it may have few, and are as they are where it has many")
    func descriptors() {
        let few = LineLimits(descriptors: 200)
        #expect(few.connectionsMax == 125)
        #expect(few.connectionsPerAddressMax == 52)
        let many = LineLimits(descriptors: 65_536)
        #expect(many.connectionsMax == LineLimits().connectionsMax)
        #expect(many.connectionsPerAddressMax == LineLimits().connectionsPerAddressMax)
    }
}
