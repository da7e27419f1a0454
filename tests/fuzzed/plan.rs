//! Bytes read as a list of choices: what is to be done to something whole, such as a file or a chain.

/// The choices that are left. When none are, every further one is zero.
pub struct Plan<'a>(&'a [u8]);

impl<'a> Plan<'a> {
    /// The choices that `data` stands for.
    pub const fn new(data: &'a [u8]) -> Self {
        Self(data)
    }

    /// Whether there is nothing more to be done.
    pub const fn is_over(&self) -> bool {
        self.0.is_empty()
    }

    /// A byte.
    pub fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    /// A place among `count`; zero when there are none.
    pub fn place(&mut self, count: usize) -> usize {
        let number = u32::from_be_bytes([0, self.byte(), self.byte(), self.byte()]);
        (number as usize).checked_rem(count).unwrap_or(0)
    }

    /// A byte that changes the one it is combined with.
    pub fn flip(&mut self) -> u8 {
        self.byte().max(1)
    }

    /// A number of any size.
    pub fn number(&mut self) -> u64 {
        u64::from_be_bytes(std::array::from_fn(|_| self.byte()))
    }

    /// Everything that is left.
    pub fn rest(&mut self) -> &'a [u8] {
        std::mem::take(&mut self.0)
    }
}
