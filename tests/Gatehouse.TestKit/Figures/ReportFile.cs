namespace Gatehouse.TestKit.Figures;

/// <summary>
/// Where tests leave lines that <c>./test</c> prints behind the tests of a project, because the runner shows no output of a test that
/// passed: the file that <c>TEST_REPORT</c> names. Where it names none, nothing is written.
/// </summary>
public static class ReportFile
{
    /// <summary>Name of the environment variable.</summary>
    public const string Variable = "TEST_REPORT";

    private static readonly Lock Gate = new();

    /// <summary>Appends lines, those of one call together.</summary>
    public static void Add(IEnumerable<string> lines)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } file)
        {
            lock (Gate)
            {
                File.AppendAllLines(file, lines);
            }
        }
    }
}
