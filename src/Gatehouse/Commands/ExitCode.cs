namespace Gatehouse.Commands;

/// <summary>Exit codes of the program.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>The configuration is wrong.</summary>
    public const int Invalid = 1;

    /// <summary>The command line is wrong, or a file cannot be read.</summary>
    public const int Usage = 2;
}
