import FieldRecords
import Store
import Synchronization

/// One installation: the facade that the command line and the pages use.
///
/// Every call reads or writes in a transaction of its own, so any number of processes may use one home side by side.
/// Every failure is a ``DeviceError``, in words.
package final class Device: Sendable {
    let store: Store
    let options: DeviceOptions
    /// What the district is not known to have, as it was counted last: a page asks with every view.
    let unknownToDistrict = Mutex(UnknownRecordCount())
    var environment: Environment { options.environment }

    init(store: Store, options: DeviceOptions) {
        self.store = store
        self.options = options
    }

    /// Opens the device of a folder.
    package static func open(_ options: DeviceOptions) throws -> Device {
        try wording {
            let device = Device(store: try openedStore(options), options: options)
            try device.catchUp()
            return device
        }
    }

    /// Does what a restored or copied file, or a newer program, asks for before anything else.
    func catchUp() throws {
        try settleOwnForks()
        try applyAfterUpgrade()
    }

    static func sidecar(_ options: DeviceOptions) -> Sidecar {
        Sidecar(explicit: options.sidecar, environment: options.environment.variables)
    }

    /// Reads from one committed state.
    func read<Result>(_ body: (StoreReading, Own) throws -> Result) throws -> Result {
        try Device.wording {
            try store.read { try body($0, Own($0)) }
        }
    }

    /// Reads from one committed state and hands what it finds to somebody else, whose own failure goes back to them as it
    /// is: it is none of the device's.
    func read<Element>(
        handing each: (Element) throws -> Void,
        _ body: (StoreReading, Own, (Element) throws -> Void) throws -> Void
    ) throws {
        var failure: (any Error)?
        try withoutActuallyEscaping(each) { each in
            do {
                try read { reading, own in
                    try body(reading, own) { element in
                        do { try each(element) } catch {
                            failure = error
                            throw Undone()
                        }
                    }
                }
            } catch let undone as Undone { throw failure ?? undone }
        }
    }

    /// Writes in one transaction and signs what it appended.
    ///
    /// A file that turns out to be restored or copied goes on under a new identity, and the write with it: the person
    /// at the station goes on working.
    func write<Result>(_ body: (StoreWriting, Own) throws -> Result) throws -> Result {
        try Device.wording {
            do { return try attempt(body) } catch StoreError.identityTaken {
                try succeed(because: "this file was restored or copied")
                return try attempt(body)
            }
        }
    }

    private func attempt<Result>(_ body: (StoreWriting, Own) throws -> Result) throws -> Result {
        try store.write { session in
            let own = try Own(session)
            let result = try body(session, own)
            try session.signHeads(writer: own.writer)
            return result
        }
    }
}
