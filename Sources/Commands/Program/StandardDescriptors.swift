import Foundation

/// The three descriptors that a program is started with.
enum StandardDescriptors {
    /// Opens something in the place of each that is closed, lest a file of the device take its number and what is meant
    /// for a person be written into that.
    ///
    /// It is opened the wrong way round, so that reading and writing fail as they would on a closed one.
    static func occupy() {
        for (descriptor, mode) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY)]
        where fcntl(descriptor, F_GETFD) < 0 && errno == EBADF {
            // The lowest free number is this one: those below it are open by now.
            _ = open("/dev/null", mode)
        }
    }
}
