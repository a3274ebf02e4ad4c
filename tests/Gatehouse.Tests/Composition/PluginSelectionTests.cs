using Gatehouse.Composition;
using Xunit;

namespace Gatehouse.Tests.Composition;

public sealed class PluginSelectionTests
{
    [Theory]
    [InlineData("bundled")]
    [InlineData("off")]
    [InlineData("cors,prometheus")]
    [InlineData("bundled,my-plugin", "my-plugin")]
    [InlineData("cors,Cors,proxy-cache", "Cors", "proxy-cache")]
    public void Unknown_names_what_no_plugin_has(string setting, params string[] expected)
        => Assert.Equal(expected, PluginSelection.Unknown(NodePlugins.Catalog, setting.Split(',')));

    // The advice for a plugin that only the setting leaves out was the one for a plugin that does not exist.
    [Theory]
    [InlineData("key-auth", true)]
    [InlineData("cors", false)]
    [InlineData("ldap-auth", false)]
    public void Left_out_is_what_only_the_setting_keeps_away(string name, bool expected)
        => Assert.Equal(expected, PluginSelection.Of(NodePlugins.Catalog, ["cors"]).IsLeftOut(name));
}
