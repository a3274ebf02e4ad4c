using Xunit;

namespace Gatehouse.Control.Tests.Declarative;

/// <summary>What messages tell people to do.</summary>
public sealed class AdviceTests
{
    [Theory]
    [InlineData("servces: []", "servces: unknown field; did you mean 'services'?")]
    [InlineData("_defaults: {a: 1}", "_defaults: unknown field; what only anchors need stands in the list '_ignore'")]
    [InlineData("zzzzzzzzzzzz: 1", "zzzzzzzzzzzz: unknown field")]
    [InlineData(
        "plugins: [{name: ldap-auth}]",
        "plugins[0].name: plugin 'ldap-auth' not enabled; add it to the 'plugins' configuration property (value: ldap-auth); this version does not have the plugin, whatever the setting 'plugins' says; ignoring it could open what it protects, so remove it knowingly")]
    [InlineData(
        "plugins: [{name: kye-auth}]",
        "plugins[0].name: plugin 'kye-auth' not enabled; add it to the 'plugins' configuration property (value: kye-auth); no plugin of this name is known; did you mean 'key-auth'?")]
    [InlineData(
        "plugins: [{name: zzzzzzzzzzzz}]",
        "plugins[0].name: plugin 'zzzzzzzzzzzz' not enabled; add it to the 'plugins' configuration property (value: zzzzzzzzzzzz); no plugin of this name is known; correct the name, or remove the plugin")]
    [InlineData(
        "consumers: [{username: c, plugins: [{name: key-auth}]}]",
        "consumers[0].plugins[0].consumer: value must be null; plugin 'key-auth' cannot be bound to a consumer: move it to where it can")]
    public void Error_says_what_to_do(string body, string expected)
        => Assert.Equal(expected, Assert.Single(Loading.Load(Loading.V3(body)).Errors).ToString());

    // A file that Kong serves was refused for the sake of a plugin that does nothing.
    [Fact]
    public void Switched_off_plugin_that_is_missing_is_a_warning()
    {
        var result = Loading.Load(Loading.V3("plugins: [{name: ldap-auth, enabled: false, config: {x: 1}}, {name: key-auth}]"));
        Assert.Empty(result.Errors);
        Assert.Equal("key-auth", Assert.Single(result.Config!.Plugins).Name);
        Assert.StartsWith("plugins[0].name: this version does not have the plugin", Assert.Single(result.Warnings).ToString(), StringComparison.Ordinal);
    }
}
