using Gatehouse.Control.Declarative;
using Gatehouse.Control.Secrets;
using Gatehouse.Core.Configuration;
using Xunit;

namespace Gatehouse.Control.Tests.Declarative;

/// <summary>Loads texts with the fake catalogue, a fixed clock and an environment given by the test.</summary>
internal static class Loading
{
    public const long Now = 1_700_000_000;

    public static DeclarativeLoader Loader(
        Dictionary<string, string>? environment = null,
        RouterFlavor flavor = RouterFlavor.TraditionalCompatible,
        DeclarativeLimits? limits = null)
        => new(
            new FakePluginCatalog(),
            new EnvVaultResolver(name => environment?.GetValueOrDefault(name)),
            new FixedTime(),
            flavor,
            limits);

    public static DeclarativeResult Load(string text) => Loader().Load(text);

    public static ConfigSet Accept(string text)
    {
        var result = Load(text);
        Assert.Empty(result.Errors);
        return Assert.IsType<ConfigSet>(result.Config);
    }

    /// <summary>Prefixes the 3.0 header.</summary>
    public static string V3(string body) => "_format_version: \"3.0\"\n" + body;

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(Now);
    }
}
