using Xunit;

namespace Gatehouse.Ai.Tests.Pipeline;

/// <content>Who is asked first.</content>
public partial class AttemptRunnerTests
{
    [Theory]
    [InlineData("b", "b")]
    [InlineData("of-b", "b")]
    [InlineData("nobody", "a")]
    public async Task Preferred_deployment_or_provider_is_asked_first(string preferred, string asked)
    {
        var model = Calls.Model("m", Make("a", ScriptedVendor.Answering("a")), Make("b", ScriptedVendor.Answering("b"), priority: 1));

        using var attempt = await RunAsync(Calls.Preferring(preferred, [model]), model);

        Assert.Equal(asked, attempt.Deployment.Name);
    }

    [Fact]
    public async Task Preference_opens_nothing()
    {
        var vendor = ScriptedVendor.Answering("public");
        var model = Calls.Model("m", Make("public", vendor, classes: ["internal"]), Make("private", ScriptedVendor.Answering("private"), priority: 1));
        var call = Calls.Preferring("public", [model]);
        call.Clearance = Calls.Protected();

        using var attempt = await RunAsync(call, model);

        Assert.Equal(("private", 0), (attempt.Deployment.Name, vendor.Calls));
    }
}
