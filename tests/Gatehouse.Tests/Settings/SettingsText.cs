using Gatehouse.Settings;
using Xunit;

namespace Gatehouse.Tests.Settings;

/// <summary>Shorthands for reading settings out of texts.</summary>
internal static class SettingsText
{
    public static SettingsResult Yaml(string text, params (string Name, string Value)[] environment)
        => SettingsLoader.Parse("/etc/gatehouse/gatehouse.yaml", text, Variables(environment), "/work-dir");

    public static SettingsResult Conf(string text)
        => SettingsLoader.Parse("/etc/kong/kong.conf", text, Variables([]), "/work-dir");

    public static SettingsResult Environment(params (string Name, string Value)[] environment)
        => SettingsLoader.Parse(null, "", Variables(environment), "/work-dir");

    public static NodeSettings Good(SettingsResult result)
    {
        Assert.Empty(result.Errors);
        return Assert.IsType<NodeSettings>(result.Settings);
    }

    public static SettingError OnlyError(SettingsResult result)
    {
        Assert.Null(result.Settings);
        return Assert.Single(result.Errors);
    }

    private static Dictionary<string, string> Variables((string Name, string Value)[] environment)
    {
        var variables = new Dictionary<string, string> { ["HOME"] = "/srv/user" };
        foreach (var (name, value) in environment)
        {
            variables[name] = value;
        }

        return variables;
    }
}
