using Xunit;

namespace Gatehouse.Architecture.Tests;

/// <summary>Fails with every violation on a line of its own: who broke a rule wants the whole list.</summary>
internal static class Violations
{
    public static void AssertNone<T>(IEnumerable<T> violations)
    {
        var all = violations.ToArray();
        if (all.Length > 0)
        {
            Assert.Fail($"{all.Length} violation(s):\n{string.Join('\n', all)}");
        }
    }
}
