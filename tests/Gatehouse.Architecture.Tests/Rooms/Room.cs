using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;
using Gatehouse.TestKit;

namespace Gatehouse.Architecture.Tests.Rooms;

/// <summary>A project below src: what its file says it references, and what its compiled code really uses.</summary>
internal sealed record Room(string Name, string ProjectFile)
{
    public static IReadOnlyList<Room> All { get; } =
        [.. Directory.GetFiles(RepositoryRoot.Combine("src"), "*.csproj", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(f => new Room(Path.GetFileNameWithoutExtension(f), f))];

    /// <summary>Names of the projects in ProjectReference items.</summary>
    public IReadOnlyList<string> DeclaredRooms =>
        [.. XDocument.Load(ProjectFile).Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')))];

    /// <summary>Assemblies the compiled code refers to; the compiler leaves out references that no code uses.</summary>
    public IReadOnlyList<string> UsedAssemblies
    {
        get
        {
            using var image = new PEReader(File.OpenRead(AssemblyFile));
            var metadata = image.GetMetadataReader();
            return [.. metadata.AssemblyReferences.Select(h => metadata.GetString(metadata.GetAssemblyReference(h).Name))];
        }
    }

    private string AssemblyFile => Path.Combine(AppContext.BaseDirectory, (Name == HousePlan.Program ? "gatehouse" : Name) + ".dll");
}
