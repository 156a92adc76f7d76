"""Memory: one array of cells, blocks in it, lists and maps that grow.

A block is handed out by its size and may be given back. Cells of a new block are 0. Nothing here
makes the array longer: before each event the shell sees to it that enough is free (``shell``).
"""

from __future__ import annotations

from sim.engines.compiled.jit import Memory, kernel
from sim.engines.compiled.kernel.blocks import MAP_ENTRY, WORLD


@kernel
def reserve(m: Memory, cells: int) -> int:
    """A block that is never given back."""
    at = m[WORLD.TOP]
    m[WORLD.TOP] = at + cells
    return at


@kernel
def take(m: Memory, cells: int) -> int:
    """A block of at least so many cells: a power of two of them."""
    size = 2
    while 1 << size < cells:
        size += 1
    if cells > m[WORLD.BIGGEST]:
        m[WORLD.BIGGEST] = cells
    at = m[WORLD.FREE_0 + size]
    if at == 0:
        return reserve(m, 1 << size)
    m[WORLD.FREE_0 + size] = m[at]
    for i in range(at, at + (1 << size)):
        m[i] = 0
    return at


@kernel
def give_back(m: Memory, at: int, cells: int) -> None:
    """Nobody uses this block any more; ``cells`` as when it was taken."""
    size = 2
    while 1 << size < cells:
        size += 1
    m[at] = m[WORLD.FREE_0 + size]
    m[WORLD.FREE_0 + size] = at


# Lists: three cells of their owner hold the place of the values, how many, and room for how many.


@kernel
def list_room(m: Memory, owner: int, cells: int) -> int:
    """Make room for one more thing of so many cells; the place at which it will lie."""
    count = m[owner + 1]
    if count == m[owner + 2]:
        room = 4 if count == 0 else 2 * count
        at = take(m, room * cells)
        old = m[owner]
        for i in range(count * cells):
            m[at + i] = m[old + i]
        if count:
            give_back(m, old, count * cells)
        m[owner] = at
        m[owner + 2] = room
    m[owner + 1] = count + 1
    return m[owner] + count * cells


@kernel
def list_add(m: Memory, owner: int, value: int) -> None:
    """Put a value at the end."""
    m[list_room(m, owner, 1)] = value


@kernel
def list_add_two(m: Memory, owner: int, first: int, second: int) -> None:
    """Put a pair at the end."""
    at = list_room(m, owner, 2)
    m[at] = first
    m[at + 1] = second


@kernel
def list_place(m: Memory, owner: int, value: int) -> int:
    """The position of a value, or -1."""
    at = m[owner]
    for i in range(m[owner + 1]):
        if m[at + i] == value:
            return i
    return -1


@kernel
def list_drop(m: Memory, owner: int, place: int, cells: int) -> None:
    """Take out what lies at a position; the rest keep their order."""
    at = m[owner]
    for i in range(at + place * cells, at + (m[owner + 1] - 1) * cells):
        m[i] = m[i + cells]
    m[owner + 1] -= 1


@kernel
def list_remove(m: Memory, owner: int, value: int) -> bool:
    """Take out the first that is this value; whether there was one."""
    place = list_place(m, owner, value)
    if place < 0:
        return False
    list_drop(m, owner, place, 1)
    return True


@kernel
def list_end(m: Memory, owner: int, cells: int) -> None:
    """Give the list's block back."""
    if m[owner + 2]:
        give_back(m, m[owner], m[owner + 2] * cells)
    m[owner] = m[owner + 1] = m[owner + 2] = 0


@kernel
def in_words(m: Memory, values: int, count: int, value: int) -> bool:
    """Whether a value is among so many that lie one after the other."""
    for i in range(count):
        if m[values + i] == value:
            return True
    return False


# Maps: the same three cells; keys are spread over the room by their bits.


@kernel
def _slot(m: Memory, at: int, room: int, key: int) -> int:
    """Where a key lies, or the empty place where it would."""
    place = (key ^ key >> 23 ^ key >> 47) & (room - 1)
    while m[at + place * MAP_ENTRY.SIZE + MAP_ENTRY.USED] and (
        m[at + place * MAP_ENTRY.SIZE] != key
    ):
        place = place + 1 & (room - 1)
    return at + place * MAP_ENTRY.SIZE


@kernel
def map_get(m: Memory, owner: int, key: int, default: int) -> int:
    """What a key stands for."""
    room = m[owner + 2]
    if room == 0:
        return default
    at = _slot(m, m[owner], room, key)
    return m[at + MAP_ENTRY.VALUE] if m[at + MAP_ENTRY.USED] else default


@kernel
def map_place(m: Memory, owner: int, key: int) -> int:
    """The cell that holds what a key stands for; 0 at first."""
    room = m[owner + 2]
    if 4 * (m[owner + 1] + 1) > 3 * room:
        new_room = 4 if room == 0 else 2 * room
        at = take(m, new_room * MAP_ENTRY.SIZE)
        old = m[owner]
        for i in range(old, old + room * MAP_ENTRY.SIZE, MAP_ENTRY.SIZE):
            if m[i + MAP_ENTRY.USED]:
                to = _slot(m, at, new_room, m[i])
                m[to] = m[i]
                m[to + MAP_ENTRY.VALUE] = m[i + MAP_ENTRY.VALUE]
                m[to + MAP_ENTRY.USED] = 1
        if room:
            give_back(m, old, room * MAP_ENTRY.SIZE)
        m[owner] = at
        m[owner + 2] = room = new_room
    at = _slot(m, m[owner], room, key)
    if not m[at + MAP_ENTRY.USED]:
        m[at] = key
        m[at + MAP_ENTRY.USED] = 1
        m[owner + 1] += 1
    return at + MAP_ENTRY.VALUE
