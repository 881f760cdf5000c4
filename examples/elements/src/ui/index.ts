export { ElementsGallery } from './elements-gallery.ts';
export { PeopleCard } from './people-card.ts';
