using Xunit;

namespace Gatehouse.Architecture.Tests.Rooms;

public class RoomTests
{
    [Fact]
    public void Rooms_exist_on_disk() => Assert.Contains(Room.All, r => r.Name == HousePlan.Program);

    [Fact]
    public void Project_file_references_only_rooms_it_may_know()
    {
        var violations = from room in Room.All from other in room.DeclaredRooms where !HousePlan.MayKnow(room.Name, other) select $"{room.Name} → {other}";
        Violations.AssertNone(violations);
    }

    [Fact]
    public void Compiled_code_uses_only_rooms_it_may_know()
    {
        var violations =
            from room in Room.All
            from other in room.UsedAssemblies
            where other.StartsWith("Gatehouse", StringComparison.Ordinal) && !HousePlan.MayKnow(room.Name, other)
            select $"{room.Name} → {other}";
        Violations.AssertNone(violations);
    }

    [Fact]
    public void Compiled_code_uses_no_library_its_room_must_not_reach_for()
    {
        var violations = from room in Room.All from other in room.UsedAssemblies where HousePlan.IsForbidden(room.Name, other) select $"{room.Name} → {other}";
        Violations.AssertNone(violations);
    }

    [Theory]
    [InlineData("Gatehouse.Gateway", "Gatehouse.Control")]
    [InlineData("Gatehouse.Control", "Gatehouse.Gateway")]
    [InlineData("Gatehouse.Net", "Gatehouse.Core")]
    [InlineData("Gatehouse.Core", "Gatehouse.Net")]
    [InlineData("Gatehouse.Unheard", "Gatehouse.Core")]
    public void Plan_refuses_what_it_does_not_name(string room, string other) => Assert.False(HousePlan.MayKnow(room, other));
}
