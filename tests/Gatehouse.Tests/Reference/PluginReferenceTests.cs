using Gatehouse.Composition;
using Gatehouse.TestKit.Documents;
using Xunit;

namespace Gatehouse.Tests.Reference;

public sealed class PluginReferenceTests
{
    private const string Page = "docs/reference/plugins.md";

    public static TheoryData<string> Plugins => [.. NodePlugins.Catalog.Descriptors.Select(d => d.Name)];

    [Theory]
    [MemberData(nameof(Plugins))]
    public void Page_equals_the_schema(string plugin)
    {
        Assert.True(NodePlugins.Catalog.TryGet(plugin, out var descriptor));
        string expected = PluginTable.Write(descriptor);
        Assert.Equal(expected, GeneratedBlock.Read(Page, plugin, expected));
    }

    [Fact]
    public void Page_has_every_plugin_in_the_order_they_run()
        => Assert.Equal(NodePlugins.Catalog.Descriptors.Select(d => d.Name), GeneratedBlock.Names(Page));

    [Fact]
    public void Every_field_says_what_it_means()
        => Assert.All(
            NodePlugins.Catalog.Descriptors.SelectMany(d => d.Config.Fields),
            f => Assert.False(string.IsNullOrEmpty(f.Description), f.Name));
}
