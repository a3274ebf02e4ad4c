using System.Text;

namespace Gatehouse.Protocols.Jose;

/// <summary>The names of algorithms in <c>alg</c>: case-sensitive (RFC 7515 §4.1.1), and equal to the names of the members.</summary>
public static class JoseAlgorithmName
{
    private static readonly string[] Names = Enum.GetNames<JoseAlgorithm>();
    private static readonly byte[][] Utf8Names = [.. Names.Select(Encoding.ASCII.GetBytes)];

    /// <summary>The name, e.g. <c>RS256</c>.</summary>
    public static string Of(JoseAlgorithm algorithm) => Names[(int)algorithm];

    /// <summary>The algorithm of that name, spelled exactly; <see cref="JoseAlgorithm.Unknown"/> for every other text.</summary>
    public static JoseAlgorithm Parse(ReadOnlySpan<byte> name)
    {
        for (int i = 1; i < Utf8Names.Length; i++)
        {
            if (name.SequenceEqual(Utf8Names[i]))
            {
                return (JoseAlgorithm)i;
            }
        }

        return JoseAlgorithm.Unknown;
    }

    /// <summary>As <see cref="Parse(ReadOnlySpan{byte})"/>, for configuration.</summary>
    public static JoseAlgorithm Parse(string name)
    {
        int i = Array.IndexOf(Names, name);
        return i > 0 ? (JoseAlgorithm)i : JoseAlgorithm.Unknown;
    }

    internal static bool IsNone(ReadOnlySpan<byte> name) => Ascii.EqualsIgnoreCase(name, "none"u8);
}
