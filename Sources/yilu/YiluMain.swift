import Commands

/// The program; everything it does is in the library `Commands`.
@main
enum YiluMain {
    static func main() {
        Program.main()
    }
}
