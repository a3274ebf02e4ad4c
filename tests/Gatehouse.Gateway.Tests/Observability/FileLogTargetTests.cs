using Gatehouse.Gateway.Observability;
using Xunit;

namespace Gatehouse.Gateway.Tests.Observability;

public sealed class FileLogTargetTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("gatehouse-log").FullName;

    private string Path => System.IO.Path.Combine(_directory, "access.log");

    public void Dispose() => Directory.Delete(_directory, true);

    [Fact]
    public void Write_existing_file_appends()
    {
        File.WriteAllText(Path, "before\n");
        using var target = LogTargets.ForPath(Path);
        target.Write("one\n"u8);
        target.Write("two\n"u8);
        Assert.Equal("before\none\ntwo\n", File.ReadAllText(Path));
    }

    [Fact]
    public void Write_new_file_is_not_for_everybody()
    {
        using var target = LogTargets.ForPath(Path);
        target.Write("one\n"u8);
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(Path) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite));
    }

    [Fact]
    public void Reopen_after_rename_writes_a_new_file()
    {
        using var target = LogTargets.ForPath(Path);
        target.Write("one\n"u8);
        File.Move(Path, Path + ".1");
        target.Write("two\n"u8);
        target.Reopen();
        target.Write("three\n"u8);
        Assert.Equal("one\ntwo\n", File.ReadAllText(Path + ".1"));
        Assert.Equal("three\n", File.ReadAllText(Path));
    }

    [Fact]
    public void Write_after_truncation_leaves_no_hole()
    {
        using var target = LogTargets.ForPath(Path);
        target.Write("one\n"u8);
        File.WriteAllText(Path, "");
        target.Write("two\n"u8);
        Assert.Equal("two\n", File.ReadAllText(Path));
    }

    [Fact]
    public void Write_missing_directory_throws_what_the_sink_counts()
    {
        using var target = LogTargets.ForPath(System.IO.Path.Combine(_directory, "missing", "x.log"));
        Assert.ThrowsAny<IOException>(() => target.Write("one\n"u8));
    }

    [Fact]
    public void Write_device_that_is_full_says_so_and_one_that_is_not_takes_every_line()
    {
        using var sink = LogTargets.ForPath("/dev/null");
        Assert.Null(Record.Exception(() => sink.Write("one\n"u8)));
        Assert.Null(Record.Exception(() => sink.Write("two\n"u8)));
        using var full = LogTargets.ForPath("/dev/full");
        Assert.ThrowsAny<IOException>(() => full.Write("one\n"u8));
    }

    [Theory]
    [InlineData("off", false)]
    [InlineData(" off ", false)]
    [InlineData("", false)]
    [InlineData("/dev/null", true)]
    [InlineData("/dev/null basic", true)]
    public void ForAccessLog_setting_decides(string setting, bool isOn)
    {
        using var target = LogTargets.ForAccessLog(setting);
        Assert.Equal(isOn, target is not null);
    }
}
