namespace Gatehouse.Fuzz.Http1;

/// <summary>What must hold whatever the input.</summary>
internal static class Invariant
{
    public static void Holds(bool condition, string what)
    {
        if (!condition)
        {
            throw new InvalidOperationException("Broken: " + what);
        }
    }

    public static void Same(string expected, string actual, string what) =>
        Holds(expected == actual, $"{what}\n--- expected\n{expected}\n--- actual\n{actual}");
}
