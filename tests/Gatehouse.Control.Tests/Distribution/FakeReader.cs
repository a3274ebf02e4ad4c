using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Control.Declarative;
using Gatehouse.Control.Distribution;
using Gatehouse.Core.Configuration;

namespace Gatehouse.Control.Tests.Distribution;

/// <summary>
/// Stands for the declarative loader: a text with the word <c>broken</c> has two errors, <c>warn</c> gives a warning, any other
/// is a configuration whose hash is that of the text.
/// </summary>
internal sealed class FakeReader : IDeclarativeReader
{
    private int _reads;

    public int Reads => _reads;

    public string? LastText { get; private set; }

    /// <summary>Holds reading up, to make a load take its time.</summary>
    public ManualResetEventSlim Gate { get; } = new(initialState: true);

    public DeclarativeResult Read(string text)
    {
        Interlocked.Increment(ref _reads);
        LastText = text;
        Gate.Wait(TimeSpan.FromSeconds(30));
        if (text.Contains("broken", StringComparison.Ordinal))
        {
            return new DeclarativeResult(static () => (
                new JsonArray(new JsonObject { ["entity_type"] = "service" }, new JsonObject { ["entity_type"] = "route" }),
                new JsonObject()))
            {
                Errors = [new ConfigError("services[0].host", "required field missing"), new ConfigError("routes[0].name", "expected a string", "1")],
                ErrorFields = new JsonObject
                {
                    ["services"] = new JsonArray(new JsonObject { ["host"] = "required field missing" }),
                    ["routes"] = new JsonArray(new JsonObject { ["name"] = "expected a string" }),
                },
            };
        }

        return new DeclarativeResult(
            entities: () => new JsonObject { ["services"] = new JsonObject { ["id-1"] = new JsonObject { ["text"] = text } } })
        {
            Config = new ConfigSet { Hash = HashOf(text), Plugins = text.Contains("cors", StringComparison.Ordinal) ? [Plugin("cors"), Plugin("cors")] : [] },
            Warnings = text.Contains("warn", StringComparison.Ordinal) ? [new ConfigError("licenses", "left out")] : [],
        };
    }

    string IDeclarativeReader.HashOf(string text) => HashOf(text);

    public static string HashOf(string text)
        => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));

    private static PluginConfig Plugin(string name) => new() { Id = Guid.NewGuid().ToString(), Name = name, Config = [] };
}
