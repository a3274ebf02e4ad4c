using System.Buffers;
using System.Text.Unicode;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Regexes;
using Gatehouse.Gateway.Identity;

namespace Gatehouse.Gateway.Plugins.BotDetection;

/// <summary>Refuses clients by what they say they are. Patterns are found anywhere in the User-Agent, as in Kong.</summary>
internal sealed class BotDetectionPlugin(BotDetectionConfig config, AccessReports reports) : Plugin
{
    private const int StackCharacters = 512;

    /// <inheritdoc/>
    public override ValueTask AccessAsync(Exchange exchange)
    {
        var headers = exchange.Request.Headers;
        if (!headers.TryGet(HeaderNames.UserAgent, out var value))
        {
            return ValueTask.CompletedTask;
        }

        if (headers.CountOf(HeaderNames.UserAgent) > 1)
        {
            reports.Deny(exchange, "bot-detection", "several");
            exchange.Respond(400, "Only one User-Agent header allowed");
        }
        else if (IsRefused(value))
        {
            reports.Deny(exchange, "bot-detection", "denied");
            exchange.Respond(403, "Forbidden");
        }

        return ValueTask.CompletedTask;
    }

    private bool IsRefused(ReadOnlySpan<byte> value)
    {
        // A text has at most as many UTF-16 units as bytes.
        char[]? rented = value.Length <= StackCharacters ? null : ArrayPool<char>.Shared.Rent(value.Length);
        Span<char> memory = rented ?? stackalloc char[StackCharacters];
        Utf8.ToUtf16(value, memory, out _, out int length);
        ReadOnlySpan<char> agent = memory[..length].Trim();
        bool isRefused = !IsFound(config.Allow, agent) && (IsFound(config.Deny, agent) || KnownBots.Has(agent));
        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented);
        }

        return isRefused;
    }

    private static bool IsFound(IReadOnlyList<LinearRegex> patterns, ReadOnlySpan<char> agent)
    {
        for (int i = 0; i < patterns.Count; i++)
        {
            if (patterns[i].IsFound(agent))
            {
                return true;
            }
        }

        return false;
    }
}
