using Gatehouse.Composition;
using Gatehouse.Gateway;
using Xunit;

namespace Gatehouse.Tests.Composition;

public sealed class PluginSelectionTests
{
    [Theory]
    [InlineData("bundled")]
    [InlineData("off")]
    [InlineData("cors,prometheus")]
    [InlineData("bundled,my-plugin", "my-plugin")]
    [InlineData("cors,Cors,rate-limiting", "Cors", "rate-limiting")]
    public void Unknown_names_what_no_plugin_has(string setting, params string[] expected)
        => Assert.Equal(expected, PluginSelection.Unknown(GatewayRuntime.Catalog, setting.Split(',')));
}
