namespace Gatehouse.TestKit.Processes;

/// <summary>POSIX signals a test sends; the values are Linux's (signal(7)).</summary>
public enum Signal
{
    Hangup = 1,
    Interrupt = 2,
    Quit = 3,
    Kill = 9,
    User1 = 10,
    Terminate = 15,
    Continue = 18,
    Stop = 19,
}
