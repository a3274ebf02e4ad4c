using System.Runtime.CompilerServices;
using Gatehouse.Settings;
using Xunit;

namespace Gatehouse.Tests.Settings;

public class SettingsReferenceTests
{
    /// <summary>Set this variable and run the test to write the page anew.</summary>
    private const string UpdateVariable = "UPDATE_REFERENCE";

    [Fact]
    public void Reference_page_equals_the_table()
    {
        var path = Page();
        var expected = SettingsReference.Write();
        if (Environment.GetEnvironmentVariable(UpdateVariable) is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, expected);
        }

        Assert.True(File.Exists(path), $"docs/reference/settings.md is missing: run this test with {UpdateVariable}=1");
        Assert.Equal(expected, File.ReadAllText(path));
    }

    [Fact]
    public void Table_has_each_key_once_and_describes_it()
    {
        var keys = NodeSettingsSchema.Definitions.Select(static d => d.Key).ToList();
        Assert.Equal(keys.Count, keys.Distinct().Count());
        Assert.All(UsedSettings.All.Where(static d => d.AliasOf is null), static d => Assert.NotEmpty(d.Summary));
        Assert.All(UsedSettings.All.Where(static d => d.AliasOf is not null), static d => Assert.True(NodeSettingsSchema.TryGet(d.AliasOf!, out _)));
    }

    private static string Page([CallerFilePath] string thisFile = "")
        => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "..", "docs", "reference", "settings.md"));
}
