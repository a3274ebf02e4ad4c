using System.Text;

namespace Gatehouse.Net.Http1;

/// <summary>Reads Connection field values.</summary>
internal static class Http1ConnectionField
{
    /// <summary>Options named in one field's value; unknown ones are names of hop-by-hop fields and no concern of the engine.</summary>
    public static Http1ConnectionOptions Parse(ReadOnlySpan<byte> value)
    {
        var options = Http1ConnectionOptions.None;
        while (true)
        {
            int comma = value.IndexOf((byte)',');
            options |= OptionOf(Http1Characters.Trim(comma < 0 ? value : value[..comma]));
            if (comma < 0)
            {
                return options;
            }

            value = value[(comma + 1)..];
        }
    }

    private static Http1ConnectionOptions OptionOf(ReadOnlySpan<byte> token) => token.Length switch
    {
        5 when Ascii.EqualsIgnoreCase(token, "close"u8) => Http1ConnectionOptions.Close,
        7 when Ascii.EqualsIgnoreCase(token, "upgrade"u8) => Http1ConnectionOptions.Upgrade,
        10 when Ascii.EqualsIgnoreCase(token, "keep-alive"u8) => Http1ConnectionOptions.KeepAlive,
        _ => Http1ConnectionOptions.None,
    };
}
